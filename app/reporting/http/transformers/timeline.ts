import vine from '@vinejs/vine'
import { showId } from '#app/shared/ids'
import { changesOf } from '#app/reporting/domain/fact_changes'
import { showSubjectPath } from '#app/reporting/http/transformers/audit'
import { timelineKinds, type TimelineRow } from '#app/reporting/queries/timeline/source'
import { sourceOf } from '#app/reporting/queries/timeline/sources'

interface SourceData {
  recipient?: string
  amount?: string
  currency?: string
  is_pinned?: boolean
  edited_at?: string | null
  called_at?: string | null
  minutes?: number | null
  mentions?: { id: string; name: string }[] | null
  facts?: unknown
  subject_kind?: string
  subject_id?: string
  impersonator_name?: string | null
}

export function showTimelineEntry(row: TimelineRow) {
  const source = sourceOf(row.source)
  const data = row.data as SourceData
  const id = showId(source.idKind, row.id)
  return {
    id,
    kind: row.kind,
    name: row.name,
    title: row.title,
    text: row.text,
    status: row.status,
    problem: row.problem,
    amount: data.amount && data.currency ? { amount: data.amount, currency: data.currency } : null,
    recipient: data.recipient ?? null,
    actor: showActor(row, data),
    path: source.path ? `${source.path}/${id}` : showSubjectPath(data.subject_kind, data.subject_id),
    changes: data.facts
      ? changesOf(data.facts).map(({ field, from, to }) => ({ field, from: asText(from), to: asText(to) }))
      : [],
    note: data.is_pinned === undefined ? null : showNote(data),
    at: row.at.toISOString(),
  }
}

function showActor(row: TimelineRow, { impersonator_name = null }: SourceData) {
  if (!row.actor_kind) return null
  const id = row.actor_name && row.actor_id ? showId('user', row.actor_id) : null
  return { kind: row.actor_kind, id, name: row.actor_name, impersonator_name }
}

function showNote(data: SourceData) {
  return {
    is_pinned: data.is_pinned!,
    edited_at: asInstant(data.edited_at),
    called_at: asInstant(data.called_at),
    minutes: data.minutes ?? null,
    mentions: (data.mentions ?? []).map(({ id, name }) => ({ id: showId('user', id), name })),
  }
}

const asInstant = (text: string | null | undefined) => (text ? new Date(text).toISOString() : null)

function asText(value: unknown): string | null {
  if (value === null || value === undefined) return null
  return typeof value === 'string' ? value : JSON.stringify(value)
}

export const timelineEntryShape = vine.create({
  id: vine.string(),
  kind: vine.enum(timelineKinds),
  /** What it is: the kind of mail, of work, of a fact; `incoming` or `outgoing` for a call. */
  name: vine.string(),
  title: vine.string().nullable(),
  text: vine.string().nullable(),
  status: vine.string().nullable(),
  problem: vine.string().nullable(),
  amount: vine.object({ amount: vine.string(), currency: vine.string() }).nullable(),
  /** Of a mail. */
  recipient: vine.string().nullable(),
  actor: vine
    .object({
      kind: vine.string(),
      id: vine.string().nullable(),
      name: vine.string().nullable(),
      /** The staff member who acted in that name. */
      impersonator_name: vine.string().nullable(),
    })
    .nullable(),
  /** The page of the record, on the staff's host. */
  path: vine.string().nullable(),
  changes: vine.array(
    vine.object({ field: vine.string(), from: vine.string().nullable(), to: vine.string().nullable() })
  ),
  /** Of a note or a call. */
  note: vine
    .object({
      is_pinned: vine.boolean(),
      edited_at: vine.string().nullable(),
      called_at: vine.string().nullable(),
      minutes: vine.number().nullable(),
      mentions: vine.array(vine.object({ id: vine.string(), name: vine.string() })),
    })
    .nullable(),
  at: vine.string(),
})
