import type { HttpContext } from '@adonisjs/core/http'
import { renderPage } from '#app/shared/http/render_page'
import { showSession, showSignIn } from '#app/identity/http/transformers/identity_transformers'
import { listSessions } from '#app/identity/queries/list_sessions'
import { listSignIns } from '#app/identity/queries/list_sign_ins'

const signInsShown = 10

/** Password, browsers and sign-ins of the person. */
export default class SecurityController {
  async show(ctx: HttpContext) {
    const userId = ctx.caller!.userId
    const sessions = await listSessions(userId)
    const signIns = await listSignIns(userId, { before: null, size: signInsShown })
    return renderPage(
      ctx,
      ctx.host.surface === 'admin' ? 'identity/admin/security' : 'identity/portal/security',
      {
        sessions: sessions.map((session) => showSession(session, ctx.session.sessionId)),
        sign_ins: signIns.rows.map(showSignIn),
      }
    )
  }
}
