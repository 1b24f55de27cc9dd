// A photo made anew from its pixels: the picture stays, turned as it was held, and everything else is gone.

// Enough to read a photographed page or a screenshot of a chat.
const SIDE_MAX = 2048;
const QUALITY = 0.85;

export function canRemake(): boolean {
  return typeof createImageBitmap === 'function' && typeof OffscreenCanvas === 'function';
}

// Null when these bytes are no picture that this browser can read.
export async function remake(photo: Blob): Promise<Uint8Array | null> {
  try {
    const picture = await createImageBitmap(photo, { imageOrientation: 'from-image' });
    const scale = Math.min(1, SIDE_MAX / Math.max(picture.width, picture.height));
    const size = [picture.width, picture.height].map((side) => Math.max(1, Math.round(side * scale)));
    const [width = 1, height = 1] = size;
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d');
    if (!context) return null;
    // JPEG has no transparency: what shows through is paper, not black.
    context.fillStyle = '#fff';
    context.fillRect(0, 0, width, height);
    context.imageSmoothingQuality = 'high';
    context.drawImage(picture, 0, 0, width, height);
    picture.close();
    const made = await canvas.convertToBlob({ type: 'image/jpeg', quality: QUALITY });
    return made.type === 'image/jpeg' ? new Uint8Array(await made.arrayBuffer()) : null;
  } catch {
    return null;
  }
}
