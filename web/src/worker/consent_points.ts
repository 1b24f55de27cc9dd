// A ledger has one point a line.
export function pointsOf({ about = '' }: { readonly about?: string | undefined }): readonly string[] {
  return about
    .split('\n')
    .map((point) => point.trim())
    .filter((point) => point !== '');
}
