import type { HttpContext } from '@adonisjs/core/http'
import { visibleCustomer } from '#app/shared/http/caller'
import { findTeam } from '#app/identity/index'
import { showTeamMember } from '#app/customers/http/transformers/customer_transformers'

export default class OwnTeamController {
  async index({ caller }: HttpContext) {
    const team = await findTeam(visibleCustomer(caller!)!)
    return { data: team.map(showTeamMember), next_cursor: null }
  }
}
