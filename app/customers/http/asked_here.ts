import type { HttpContext } from '@adonisjs/core/http'

const sessionName = 'asked_sign_up'

/** This browser has the password that was chosen: it is not asked for it again when the link is opened here. */
export function noteAsked(ctx: HttpContext, id: string): void {
  ctx.session.put(sessionName, id)
}

export function askedHere(ctx: HttpContext): string | null {
  const id: unknown = ctx.session.get(sessionName)
  return typeof id === 'string' ? id : null
}

export function forgetAsked(ctx: HttpContext): void {
  ctx.session.forget(sessionName)
}
