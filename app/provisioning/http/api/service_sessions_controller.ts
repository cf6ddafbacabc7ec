import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'
import { OpenSessions, type SessionError } from '#app/provisioning/actions/open_sessions'
import { refuseAccess } from '#app/provisioning/http/api/provisioning_refusals'
import { idOf, reachOf } from '#app/provisioning/http/api/service_access'
import { showSession } from '#app/provisioning/http/transformers/startup_transformer'
import { startSessionBody } from '#app/provisioning/http/validators/startup_validators'

/** Desktops of a workspace. Their links open them for whoever holds them: they are asked for and kept nowhere. */
@inject()
export default class ServiceSessionsController {
  constructor(private sessions: OpenSessions) {}

  async index(ctx: HttpContext) {
    const listed = await this.sessions.list(asked(ctx))
    if (!listed.ok) return refuse(ctx, listed.error)
    return { data: listed.value.sessions.map(showSession), next_cursor: null }
  }

  /** What the page of a workspace shows: what runs, and what can be started. */
  async overview(ctx: HttpContext) {
    const listed = await this.sessions.list(asked(ctx))
    if (!listed.ok) return refuse(ctx, listed.error)
    return { sessions: listed.value.sessions.map(showSession), images: listed.value.images }
  }

  async store(ctx: HttpContext) {
    const { image } = await ctx.request.validateUsing(startSessionBody)
    const link = await this.sessions.start(asked(ctx), image)
    return link.ok ? link.value : refuse(ctx, link.error)
  }

  async open(ctx: HttpContext) {
    const link = await this.sessions.open(asked(ctx), String(ctx.params.session))
    return link.ok ? link.value : refuse(ctx, link.error)
  }

  async destroy(ctx: HttpContext) {
    const ended = await this.sessions.end(asked(ctx), String(ctx.params.session))
    return ended.ok ? ctx.response.noContent() : refuse(ctx, ended.error)
  }

  /** The same from a page's script, which wants an answer that it can read. */
  async end(ctx: HttpContext) {
    const ended = await this.sessions.end(asked(ctx), String(ctx.params.session))
    return ended.ok ? { ended: true } : refuse(ctx, ended.error)
  }
}

function asked(ctx: HttpContext) {
  return { serviceId: idOf(ctx, 'service'), customerId: reachOf(ctx).customerId }
}

function refuse(ctx: HttpContext, error: SessionError): void {
  if (error.type === 'session_not_found')
    return sendProblem(ctx, { status: 404, code: error.type, detail: 'There is no such session.' })
  if (error.type === 'session_refused')
    return sendProblem(ctx, { status: 409, code: error.type, detail: error.message })
  return refuseAccess(ctx, error)
}
