// A changed screen begins at its top, for eyes and for ears.

export function focusHeading(): void {
  scrollTo(0, 0);
  const heading =
    document.querySelector<HTMLElement>('main h1') ?? document.querySelector<HTMLElement>('main');
  heading?.focus({ preventScroll: true });
}
