import type { HttpContext } from '@adonisjs/core/http'
import { renderPage } from '#app/shared/http/render_page'
import { readStatusPage } from '#app/status/queries/read_status_page'
import { showStatus } from '#app/status/http/transformers/status_transformer'

/** Says to anybody how the platform is doing. */
export default class StatusPagesController {
  async show(ctx: HttpContext) {
    ctx.response.header('cache-control', 'no-cache')
    return renderPage(ctx, 'status/public/overview', { status: showStatus(await readStatusPage()) })
  }
}
