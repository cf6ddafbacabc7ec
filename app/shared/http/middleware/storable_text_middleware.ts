import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { refuseField } from '#app/shared/http/refuse_field'

/**
 * Refuses what no text column can hold: zero characters and halves of a surrogate pair. Once for every request, because a validator
 * that forgets it makes a server error of bad input.
 */
export default class StorableTextMiddleware {
  handle(ctx: HttpContext, next: NextFn) {
    const field = findUnstorable(ctx.request.all(), '')
    if (field !== null) refuseField(field, 'The text contains characters that cannot be stored.')
    return next()
  }
}

/** The path of the first value or key that cannot be stored; null when all can. */
function findUnstorable(value: unknown, path: string): string | null {
  if (typeof value === 'string') return isStorable(value) ? null : path
  if (typeof value !== 'object' || value === null) return null
  for (const [key, inner] of Object.entries(value)) {
    if (!isStorable(key)) return path
    const found = findUnstorable(inner, path ? `${path}.${key}` : key)
    if (found !== null) return found
  }
  return null
}

function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed()
}
