import type { HttpContext } from '@adonisjs/core/http'
import { visibleCustomer } from '#app/shared/http/caller'
import { renderPage } from '#app/shared/http/render_page'
import { showSshKey } from '#app/customers/http/transformers/ssh_key_transformer'
import { listSshKeys } from '#app/customers/queries/list_ssh_keys'

/** The page of the keys that new systems accept. */
export default class SshKeysController {
  async show(ctx: HttpContext) {
    const keys = await listSshKeys(visibleCustomer(ctx.caller!)!)
    return renderPage(ctx, 'customers/portal/ssh_keys', { keys: keys.map(showSshKey) })
  }
}
