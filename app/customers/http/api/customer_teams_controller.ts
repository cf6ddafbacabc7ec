import type { HttpContext } from '@adonisjs/core/http'
import { readId } from '#app/shared/ids'
import { findTeam } from '#app/identity/index'
import { sendCustomerNotFound } from '#app/customers/http/api/customer_refusals'
import { showTeamMember } from '#app/customers/http/transformers/customer_transformers'
import { findCustomer } from '#app/customers/queries/find_customer'

export default class CustomerTeamsController {
  async index(ctx: HttpContext) {
    const id = readId('customer', ctx.params.id)
    if (!id || !(await findCustomer(id))) return sendCustomerNotFound(ctx)
    return { data: (await findTeam(id)).map(showTeamMember), next_cursor: null }
  }
}
