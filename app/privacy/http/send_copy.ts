import type { HttpContext } from '@adonisjs/core/http'

/** Sends a copy of somebody's data: saved by the browser, and kept by nobody on the way. */
export function sendCopy(ctx: HttpContext, copy: { askedAt: Date; content: Buffer | null }): void {
  const day = copy.askedAt.toISOString().slice(0, 10)
  ctx.response
    .type('application/zip')
    .header('content-disposition', `attachment; filename="data-${day}.zip"`)
    .header('cache-control', 'no-store')
    .send(copy.content)
}
