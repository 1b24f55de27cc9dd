// A changed screen begins at its top, for eyes and for ears.

export function focusHeading(): void {
  scrollTo(0, 0);
  const heading =
    document.querySelector<HTMLElement>('main h1') ?? document.querySelector<HTMLElement>('main');
  heading?.focus({ preventScroll: true });
}

// After a form was refused: to the first field that says why. Once it has been drawn.
export function focusFirstFault(): void {
  requestAnimationFrame(() => {
    const fault = document.querySelector('.error:not(:empty)');
    const field = fault?.closest('.field, fieldset, .with-fault');
    field?.querySelector<HTMLElement>('input, textarea, select')?.focus();
  });
}
