// The files of a message. A photo is drawn from its pixels when it is asked for; everything else, and the photo's own
// file, is only saved: under a neutral name and type, after saying that it then stays on this device.
import '../../ui/styles/attachment.css';
import { type Signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { sizeText, tell } from '../../i18n/attachment/text.ts';
import { Icon } from '../../ui/icon.tsx';
import { saveFile } from '../../ui/save_file.ts';
import type { FileAct, FileView, OpenedFile } from '../../worker/attachment_messages.ts';

export type SentFilesProperties = {
  readonly files: readonly FileView[];
  readonly place: string;
  readonly opened: Signal<OpenedFile | null>;
  readonly act: (act: FileAct) => void;
};

const ENDINGS: Record<FileView['kind'], string> = {
  jpeg: 'jpg',
  png: 'png',
  webp: 'webp',
  pdf: 'pdf',
  mp3: 'mp3',
  mp4_audio: 'm4a',
  ogg_audio: 'ogg',
  wav: 'wav',
  webm_audio: 'webm',
};

export function SentFiles({ files, ...rest }: SentFilesProperties) {
  if (files.length === 0) return null;
  return (
    <ul class="sent-files">
      {files.map((file) => (
        <SentFile key={file.id} file={file} {...rest} />
      ))}
    </ul>
  );
}

type State = 'closed' | 'loading' | 'asking' | 'saving' | 'saved' | 'broken';
type OneFile = Omit<SentFilesProperties, 'files'> & { readonly file: FileView };
type Opening = {
  readonly state: Signal<State>;
  readonly photo: Signal<ImageBitmap | null>;
  readonly open: (purpose: 'show' | 'save') => void;
};

// Asks for the file and takes what comes: a picture to draw, or bytes to save.
function useOpening({ file, place, opened, act }: OneFile): Opening {
  const state = useSignal<State>('closed');
  const photo = useSignal<ImageBitmap | null>(null);
  // Not useSignalEffect: it may run a frame later, when the answer has been taken back from the slice.
  const take = (answer: OpenedFile | null) => {
    if (answer?.id !== file.id || (state.peek() !== 'loading' && state.peek() !== 'saving')) return;
    if (answer.content === 'failed') state.value = 'broken';
    else if (answer.content instanceof ImageBitmap) {
      photo.value = answer.content;
      state.value = 'closed';
    } else {
      // A kind that a browser would open by itself is a page with our address: never.
      const name = `bestand.${ENDINGS[file.kind]}`;
      saveFile(name, 'application/octet-stream', Uint8Array.from(answer.content));
      state.value = 'saved';
    }
  };
  useEffect(() => opened.subscribe(take), [opened, file.id]);
  const open = (purpose: 'show' | 'save') => {
    state.value = purpose === 'show' ? 'loading' : 'saving';
    act({ act: 'open', place, id: file.id, purpose });
  };
  return { state, photo, open };
}

const canShow = ({ kind }: FileView): boolean => kind === 'jpeg' || kind === 'png';

function SentFile(properties: OneFile) {
  const { name, kind, form, bytes } = properties.file;
  const opening = useOpening(properties);
  const isPhoto = canShow(properties.file) || kind === 'webp';
  return (
    <li class="sent-file">
      <p class="file-name">
        <Icon name="clip" />
        <bdi translate={false}>{name}</bdi>
        <span class="file-facts">
          {sizeText(bytes)}
          {isPhoto ? ` · ${tell(form)}` : ''}
        </span>
      </p>
      {opening.photo.value ? <Photo bitmap={opening.photo.value} name={name} /> : null}
      <Actions file={properties.file} {...opening} />
      <p role="status" class="file-state">
        {statusText(opening.state.value)}
      </p>
    </li>
  );
}

function Actions({ file, state, photo, open }: Opening & { file: FileView }) {
  const isAsking = state.value === 'asking';
  const toggle = () => {
    if (photo.value) photo.value = null;
    else open('show');
  };
  return (
    <>
      <div class="file-actions">
        {canShow(file) ? (
          <button type="button" class="btn ghost small" onClick={toggle}>
            {tell(photo.value ? 'hide' : 'show')}
          </button>
        ) : null}
        <button
          type="button"
          class="btn ghost small"
          aria-expanded={isAsking}
          onClick={() => {
            state.value = isAsking ? 'closed' : 'asking';
          }}
        >
          {tell('save')}
        </button>
      </div>
      {isAsking ? (
        <div class="file-save">
          <p>{tell('save_stays')}</p>
          <button type="button" class="btn small" onClick={() => open('save')}>
            {tell('save_now')}
          </button>
        </div>
      ) : null}
    </>
  );
}

function statusText(state: State): string {
  if (state === 'loading' || state === 'saving') return tell('loading');
  return state === 'saved' || state === 'broken' ? tell(state) : '';
}

function Photo({ bitmap, name }: { bitmap: ImageBitmap; name: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    canvas.current?.getContext('2d')?.drawImage(bitmap, 0, 0);
    return () => bitmap.close();
  }, [bitmap]);
  return (
    <canvas
      ref={canvas}
      class="photo"
      width={bitmap.width}
      height={bitmap.height}
      role="img"
      aria-label={tell('photo_of', { name })}
    />
  );
}
