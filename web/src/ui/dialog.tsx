// A question over the page, with the browser's own modal dialog: focus, Escape and the backdrop are its work.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

type DialogProperties = {
  readonly heading: string;
  readonly close: () => void;
  readonly children: ComponentChildren;
};

export function Dialog({ heading, close, children }: DialogProperties) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog ref={dialog} class="card dialog" aria-labelledby="dialog-heading" onClose={close}>
      <h2 id="dialog-heading" tabIndex={-1}>
        {heading}
      </h2>
      {children}
    </dialog>
  );
}
