import vine from '@vinejs/vine'
import { pageSizeDefault, pageSizeMax } from '#app/shared/http/keyset'

/** Rules that several domains' validators share. */

const zones = Intl.supportedValuesOf('timeZone')

/** A line of text: no control characters, which mail headers and terminals would take for commands. */
export const singleLine = (maxLength: number) =>
  vine
    .string()
    .trim()
    .minLength(1)
    .maxLength(maxLength)
    .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u)

export const timeZone = () => vine.string().in(['UTC', ...zones])

export const locale = () => vine.enum(['en', 'de'] as const)

/** `?cursor=&limit=` of every list. The cursor is what the page before ended with, and is checked: it goes into a query. */
export const pageRules = {
  cursor: vine.string().uuid().optional(),
  limit: vine.number().withoutDecimals().min(1).max(pageSizeMax).optional(),
}

export function pageSize(limit: number | undefined): number {
  return limit ?? pageSizeDefault
}

/** Validates a list's query when it has no filters of its own. */
export const pageQuery = vine.create(pageRules)
