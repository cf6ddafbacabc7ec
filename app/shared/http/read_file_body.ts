import type { HttpContext } from '@adonisjs/core/http'
import { err, ok, type Result } from '#app/shared/result'

export type FileBodyRefusal = { type: 'content_type_unknown' | 'file_too_large' | 'file_empty' }

/**
 * A file that is sent as the whole body of a request, under its own content type. Nothing else has read it: the limits of forms and JSON stay as
 * small as they are. It is given up as soon as it is larger than allowed.
 */
export async function readFileBody(
  ctx: HttpContext,
  { contentTypes, bytesMax }: { contentTypes: readonly string[]; bytesMax: number }
): Promise<Result<Uint8Array, FileBodyRefusal>> {
  const type = ctx.request.header('content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''
  if (!contentTypes.includes(type)) return err({ type: 'content_type_unknown' })
  if (Number(ctx.request.header('content-length') ?? 0) > bytesMax) return err({ type: 'file_too_large' })
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of ctx.request.request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > bytesMax) return err({ type: 'file_too_large' })
    chunks.push(chunk)
  }
  return size === 0 ? err({ type: 'file_empty' }) : ok(Buffer.concat(chunks))
}
