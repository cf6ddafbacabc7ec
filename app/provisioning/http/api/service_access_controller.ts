import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { currentTenant } from '#app/shared/database/context'
import { sendProblem } from '#app/shared/http/problem'
import { markOfSession } from '#app/shared/realtime/ended_sessions'
import { OpenPanelAccess } from '#app/provisioning/actions/open_panel_access'
import type { ConsoleLink } from '#app/provisioning/drivers/contract'
import { RevealCredentials } from '#app/provisioning/actions/reveal_credentials'
import { refuseAccess, sendServiceNotFound } from '#app/provisioning/http/api/provisioning_refusals'
import { issueConsoleTicket } from '#app/provisioning/http/console_ticket'
import { showConsole } from '#app/provisioning/http/transformers/service_transformer'
import { idOf, reachOf } from '#app/provisioning/http/api/service_access'

/** What opens a server: its password, its console, a link into its panel. Nothing of it is kept by the answer. */
@inject()
export default class ServiceAccessController {
  constructor(
    private reveal: RevealCredentials,
    private access: OpenPanelAccess
  ) {}

  async credentials(ctx: HttpContext) {
    const shown = await this.reveal.execute(this.asked(ctx))
    if (shown.ok) return shown.value
    if (shown.error.type === 'service_not_found') return sendServiceNotFound(ctx)
    return sendProblem(ctx, {
      status: 409,
      code: 'no_credentials',
      detail: 'There is no password to show. Set a new one.',
    })
  }

  async console(ctx: HttpContext) {
    const asked = this.asked(ctx)
    const link = await this.access.openConsole(asked)
    if (!link.ok) return refuseAccess(ctx, link.error)
    return link.value.kind === 'link' ? showConsole(link.value) : showOwnConsole(ctx, asked, link.value)
  }

  async signIn(ctx: HttpContext) {
    const link = await this.access.makeSignInLink(this.asked(ctx))
    return link.ok ? link.value : refuseAccess(ctx, link.error)
  }

  async templates(ctx: HttpContext) {
    const templates = await this.access.listTemplates(this.asked(ctx))
    if (!templates.ok) return refuseAccess(ctx, templates.error)
    const data = templates.value.map(({ name, group, variant, isEndOfLife }) => ({
      name,
      group,
      variant,
      is_end_of_life: isEndOfLife,
    }))
    return { data, next_cursor: null }
  }

  private asked(ctx: HttpContext) {
    return { serviceId: idOf(ctx, 'service'), customerId: reachOf(ctx).customerId }
  }
}

/**
 * The panel's own ticket is an administrator's, and its pages admit no other: whoever asked gets a ticket of ours, for this service and
 * once. The password of a screen opens nothing without the address, which stays in the sealed ticket.
 */
function showOwnConsole(
  ctx: HttpContext,
  asked: { serviceId: string; customerId: string | null },
  { kind, url, password }: ConsoleLink
) {
  const screen = kind === 'vnc' ? { screenUrl: url } : {}
  const session = 'session' in ctx ? markOfSession(ctx.session.sessionId) : null
  const { userId, tokenId } = ctx.caller!
  const by = { userId, session, tokenId }
  const ticket = issueConsoleTicket({ ...asked, ...screen, ...by, tenantId: currentTenant().id })
  const scheme = ctx.request.protocol() === 'https' ? 'wss' : 'ws'
  const own = `${scheme}://${ctx.request.host()}/consoles/${encodeURIComponent(ticket)}`
  return showConsole({ kind, url: own, password })
}
