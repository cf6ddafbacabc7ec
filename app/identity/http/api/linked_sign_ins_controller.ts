import type { HttpContext } from '@adonisjs/core/http'
import { showLink } from '#app/identity/http/transformers/provider_transformers'
import { findLinksOf } from '#app/identity/queries/list_sign_in_providers'

/** Accounts elsewhere with which the person may sign in. A program links and unlinks none. */
export default class LinkedSignInsController {
  async index({ caller }: HttpContext) {
    const { links } = await findLinksOf(caller!.userId)
    return { data: links.map(showLink), next_cursor: null }
  }
}
