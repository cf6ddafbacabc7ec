import type { FileType } from '#app/shared/http/file_type'
import { err, ok, type Result } from '#app/shared/result'

export type ImageType = Exclude<FileType, 'application/pdf'>

/** A file of some kilobytes can hold a picture of gigabytes: what says of itself that it is larger is not drawn at all. */
export const imagePixelsMax = 25_000_000
/** The longer side afterwards, in pixels: a page of A4 at 250 dots an inch. */
const sideMax = 3_000
const secondsMax = 20

/** One at a time, whoever sends how many at once: each may need a hundred megabytes while it is drawn. */
const queue = { last: Promise.resolve() as Promise<unknown>, length: 0 }
/** More do not wait: each is held in memory meanwhile, and the last of them would wait for all others. */
const queueMax = 10

/**
 * Draws a picture anew, upright and without anything that is no picture: places and names in its metadata, what was hung on behind its end,
 * what was made to harm those who open it.
 * @returns the picture of the same kind, or why there is none: more pixels than `imagePixelsMax`, nothing that can be drawn, or too many others wait
 */
export function cleanImage(
  content: Buffer,
  type: ImageType
): Promise<Result<Buffer, 'image_too_large' | 'image_unreadable' | 'too_many_images'>> {
  if (queue.length >= queueMax) return Promise.resolve(err('too_many_images'))
  queue.length += 1
  const drawn = queue.last.then(() => draw(content, type))
  queue.last = drawn.catch(() => undefined).finally(() => (queue.length -= 1))
  return drawn
}

async function draw(content: Buffer, type: ImageType) {
  const sharp = await loadSharp()
  const open = () => sharp(content, { limitInputPixels: imagePixelsMax, failOn: 'error', pages: 1 })
  try {
    const { width, height } = await sharp(content, { limitInputPixels: false }).metadata()
    if (width * height > imagePixelsMax) return err('image_too_large' as const)
    const upright = open()
      .timeout({ seconds: secondsMax })
      .autoOrient()
      .resize({ width: sideMax, height: sideMax, fit: 'inside', withoutEnlargement: true })
    return ok(
      await (type === 'image/png' ? upright.png() : upright.jpeg({ quality: 85, mozjpeg: false })).toBuffer()
    )
  } catch {
    return err('image_unreadable' as const)
  }
}

/** Loaded when the first picture comes: most processes never see one. Only the two kinds that are taken can be opened at all. */
async function loadSharp() {
  const { default: sharp } = await import('sharp')
  sharp.cache(false)
  sharp.concurrency(1)
  sharp.block({ operation: ['VipsForeignLoad'] })
  sharp.unblock({ operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer'] })
  return sharp
}
