import type { HttpContext } from '@adonisjs/core/http'
import { err, ok, type Result } from '#app/shared/result'
import { scanFile } from '#app/shared/outbound/scan_file'
import { cleanImage } from '#app/shared/http/clean_image'
import { type FileType, fileTypeOf, safeFileName } from '#app/shared/http/file_type'

export interface Upload {
  name: string
  mediaType: FileType
  content: Buffer
}

export type UploadError = {
  type: 'file_missing' | 'file_too_large' | 'file_of_other_kind' | 'file_infected' | 'file_not_scanned'
}

/** The most that one file may have. */
export const uploadBytesMax = 5_000_000

/**
 * Reads the one file of a form into memory, and lets its other fields be validated after. What is longer than allowed is read to its end
 * and thrown away, so that the answer reaches the browser. Nothing touches the disk. A virus
 * scanner looks at it first, where there is one. Pictures are drawn anew: what is kept is ours.
 */
export async function readUpload(ctx: HttpContext, field: string): Promise<Result<Upload, UploadError>> {
  if (!ctx.request.is(['multipart/form-data'])) return err({ type: 'file_missing' })
  let name = ''
  let byteCount = 0
  const chunks: Buffer[] = []
  ctx.request.multipart.onFile(field, {}, async (part) => {
    name = part.filename ?? ''
    for await (const chunk of part as AsyncIterable<Buffer>) {
      byteCount += chunk.length
      if (byteCount <= uploadBytesMax) chunks.push(chunk)
    }
  })
  await ctx.request.multipart.process()
  if (byteCount === 0) return err({ type: 'file_missing' })
  if (byteCount > uploadBytesMax) return err({ type: 'file_too_large' })
  const content = Buffer.concat(chunks)
  const mediaType = fileTypeOf(content)
  if (!mediaType) return err({ type: 'file_of_other_kind' })
  const scan = await scanFile(content)
  if (scan.type !== 'clean') {
    ctx.logger.warn({ scan, address: ctx.request.ip(), requestId: ctx.request.id() }, 'A file was not taken')
    return err({ type: scan.type === 'infected' ? 'file_infected' : 'file_not_scanned' })
  }
  const kept = mediaType === 'application/pdf' ? ok(content) : await cleanImage(content, mediaType)
  if (!kept.ok) return err({ type: refusedAs[kept.error] })
  return ok({ name: safeFileName(name, field), mediaType, content: kept.value })
}

const refusedAs = {
  image_too_large: 'file_too_large',
  image_unreadable: 'file_of_other_kind',
  // Nobody could look at it just now, which is all that its sender needs to know.
  too_many_images: 'file_not_scanned',
} as const

/** Sends a kept file as a download that no browser runs or guesses about. */
export function sendFile(ctx: HttpContext, file: { name: string; mediaType: string; content: Buffer }): void {
  ctx.response
    .type(file.mediaType)
    .header('Content-Disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`)
    .header('X-Content-Type-Options', 'nosniff')
    .header('Content-Security-Policy', "default-src 'none'; sandbox")
    .header('Cache-Control', 'private, no-store')
    .send(file.content)
}
