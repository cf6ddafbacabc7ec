import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { pageRules } from '#app/shared/http/common_rules'
import { isUuid } from '#app/shared/ids'
import { readSearchTerm } from '#app/reporting/domain/search_term'
import type { TimelineQuestion } from '#app/reporting/queries/list_customer_timeline'
import { type TimelineKind, timelineKinds } from '#app/reporting/queries/timeline/source'

export const timelineQuery = vine.create({
  ...pageRules,
  kind: vine.enum(timelineKinds).optional(),
  q: vine.string().trim().maxLength(120).optional(),
})

export const timelineFileQuery = vine.create({
  kind: vine.enum(timelineKinds).optional(),
  q: vine.string().trim().maxLength(120).optional(),
})

type Wish = Pick<TimelineQuestion, 'kinds' | 'term'>

export function toTimelineWish({ kind, q }: { kind?: TimelineKind; q?: string }): Wish {
  return { kinds: kind ? [kind] : undefined, term: readSearchTerm(q)?.text ?? null }
}

/** What is asked for in the address of a page; what makes no sense there is left out. */
export function readTimelineQuestion({ request }: HttpContext): Wish & { before: string | null } {
  const { kind, q, cursor } = request.qs() as Record<string, unknown>
  const known = timelineKinds.find((candidate) => candidate === kind)
  const wish = toTimelineWish({ kind: known, q: typeof q === 'string' ? q : undefined })
  return { ...wish, before: typeof cursor === 'string' && isUuid(cursor) ? cursor : null }
}
