import type { HttpContext } from '@adonisjs/core/http'
import encryption from '@adonisjs/core/services/encryption'
import { markOfKey } from '#app/identity/domain/keyed_link'

/** Each under a name of its own: two links that are opened at the same instant do not know of each other. */
const prefix = 'opened_link:'
const purpose = 'opened_link'
/** So many of them a browser has open at once; the oldest is forgotten first. */
const keptMax = 20

interface KeptKey {
  sealed: string
  /** Grows with each. */
  turn: number
}

/** Keeps the key of a link with the session of this browser, sealed. @returns what its page is called by from then on */
export function keepKey(ctx: HttpContext, key: string): string {
  const mark = markOfKey(key)
  const others = keptIn(ctx).filter(([name]) => name !== prefix + mark)
  for (const [name] of others.slice(keptMax - 1)) ctx.session.forget(name)
  const kept: KeptKey = {
    sealed: encryption.encrypt(key, { purpose }),
    turn: (others[0]?.[1].turn ?? 0) + 1,
  }
  ctx.session.put(prefix + mark, kept)
  return mark
}

/** The key of the link that the address names; one that opens nothing where it was not opened in this browser. */
export function keyOf(ctx: HttpContext): string {
  const kept = keptIn(ctx).find(([name]) => name === prefix + String(ctx.params.link))
  return (kept && encryption.decrypt<string>(kept[1].sealed, purpose)) || ''
}

/** The newest first. */
function keptIn(ctx: HttpContext): [string, KeptKey][] {
  const kept = Object.entries(ctx.session.all()).filter(([name]) => name.startsWith(prefix))
  return (kept as [string, KeptKey][]).sort(([, a], [, b]) => b.turn - a.turn)
}
