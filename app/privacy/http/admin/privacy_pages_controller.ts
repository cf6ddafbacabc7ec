import type { HttpContext } from '@adonisjs/core/http'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { pageSizeDefault } from '#app/shared/http/keyset'
import { renderPage } from '#app/shared/http/render_page'
import { isUuid } from '#app/shared/ids'
import { showErasure, showLegalHold } from '#app/privacy/http/transformers/privacy_transformers'
import { showRetention } from '#app/privacy/http/transformers/retention_transformers'
import { findRetention } from '#app/privacy/queries/find_retention'
import { listErasures, listLegalHolds } from '#app/privacy/queries/list_erasures'

const tabs = ['erasures', 'holds', 'retention'] as const

/** Who wants to be forgotten, of whom nothing may be erased, and what is forgotten by itself. */
export default class PrivacyPagesController {
  async show(ctx: HttpContext) {
    const { tab: wanted, cursor } = ctx.request.qs() as Record<string, unknown>
    const tab = tabs.find((name) => name === wanted) ?? 'erasures'
    const before = typeof cursor === 'string' && isUuid(cursor) ? cursor : null
    return renderPage(ctx, 'privacy/admin/privacy', {
      tab,
      erasures:
        tab === 'erasures' ? toListAnswer(await listErasures(before, pageSizeDefault), showErasure) : null,
      holds:
        tab === 'holds' ? toListAnswer(await listLegalHolds(before, pageSizeDefault), showLegalHold) : null,
      retention: tab === 'retention' ? showRetention(await findRetention()) : null,
    })
  }
}
