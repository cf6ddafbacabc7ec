import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { OauthClientDesk } from '#app/identity/http/oauth_client_desk'
import { showOauthClient } from '#app/identity/http/transformers/oauth_transformers'
import { listOauthClients } from '#app/identity/queries/list_oauth_clients'

/** Applications that people sign in to with their account here. */
@inject()
export default class OauthClientsController {
  constructor(private desk: OauthClientDesk) {}

  async index() {
    return toListAnswer({ rows: await listOauthClients(), nextCursor: null }, showOauthClient)
  }

  async store(ctx: HttpContext) {
    const { client, secret } = await this.desk.register(ctx)
    return { ...showOauthClient(client), secret }
  }

  async update(ctx: HttpContext) {
    const changed = await this.desk.change(ctx)
    return changed?.ok ? showOauthClient(changed.value) : sendNotFound(ctx)
  }

  async renew(ctx: HttpContext) {
    const renewed = await this.desk.renewSecret(ctx)
    if (renewed?.ok) return { ...showOauthClient(renewed.value.client), secret: renewed.value.secret }
    if (renewed?.error.type !== 'application_has_no_secret') return sendNotFound(ctx)
    return sendProblem(ctx, {
      status: 409,
      code: 'application_has_no_secret',
      detail: 'This application cannot keep a secret and has none.',
    })
  }

  async destroy(ctx: HttpContext) {
    const removed = await this.desk.remove(ctx)
    if (!removed?.ok) sendNotFound(ctx)
  }
}

function sendNotFound(ctx: HttpContext): void {
  sendProblem(ctx, { status: 404, code: 'application_not_found', detail: 'There is no such application.' })
}
