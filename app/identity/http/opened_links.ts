import type { HttpContext } from '@adonisjs/core/http'
import encryption from '@adonisjs/core/services/encryption'
import { markOfKey } from '#app/identity/domain/keyed_link'

const sessionName = 'opened_links'
const purpose = 'opened_link'
/** So many of them a browser has open at once; the oldest is forgotten first. */
const keptMax = 20

/** Keeps the key of a link with the session of this browser, sealed. @returns what its page is called by from then on */
export function keepKey(ctx: HttpContext, key: string): string {
  const mark = markOfKey(key)
  const others = Object.entries(keptIn(ctx)).filter(([each]) => each !== mark)
  const kept = [...others.slice(1 - keptMax), [mark, encryption.encrypt(key, { purpose })]]
  ctx.session.put(sessionName, Object.fromEntries(kept))
  return mark
}

/** The key of the link that the address names; one that opens nothing where it was not opened in this browser. */
export function keyOf(ctx: HttpContext): string {
  const sealed = keptIn(ctx)[String(ctx.params.link)]
  return (sealed && encryption.decrypt<string>(sealed, purpose)) || ''
}

function keptIn(ctx: HttpContext): Record<string, string> {
  return { ...(ctx.session.get(sessionName) as Record<string, string> | undefined) }
}
