import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { ownCustomer, tell } from '#app/shared/http/portal_answers'
import { refuseField } from '#app/shared/http/refuse_field'
import { readId } from '#app/shared/ids'
import type { Result } from '#app/shared/result'
import { ChangeMembership, endSession, type TeamChangeRefusal, tokenCallers } from '#app/identity/index'
import { readChosenServices } from '#app/customers/http/chosen_services'
import { changeMember, transferOwnership } from '#app/customers/http/validators/team_validators'

/** Places in the customer's team. */
@inject()
export default class TeamMembersController {
  constructor(private change: ChangeMembership) {}

  async update(ctx: HttpContext) {
    const { permissions, service_ids } = await ctx.request.validateUsing(changeMember)
    const userId = readId('user', ctx.params.id)
    const serviceIds = readChosenServices(service_ids)
    const changed = userId
      ? await this.change.execute({ ...this.subject(ctx, userId), permissions, serviceIds })
      : notFound
    if (!changed.ok) refuseField('permissions', ctx.i18n.t(`customers.team.refused.${changed.error.type}`))
    tokenCallers.forget()
    tell(ctx, 'success', 'customers.team.changed')
    return ctx.response.redirect().toPath('/team')
  }

  /** Removes a member, or lets the person leave. */
  async destroy(ctx: HttpContext) {
    const userId = readId('user', ctx.params.id)
    const ended = userId ? await this.change.end(this.subject(ctx, userId)) : notFound
    if (!ended.ok) {
      tell(ctx, 'error', `customers.team.refused.${ended.error.type}`)
      return ctx.response.redirect().toPath('/team')
    }
    tokenCallers.forget()
    if (userId === ctx.caller!.userId) {
      endSession(ctx)
      tell(ctx, 'success', 'customers.team.left')
      return ctx.response.redirect().toPath('/sign-in')
    }
    tell(ctx, 'success', 'customers.team.removed')
    return ctx.response.redirect().toPath('/team')
  }

  /** Hands the customer over to another member. */
  async store(ctx: HttpContext) {
    const { user_id } = await ctx.request.validateUsing(transferOwnership)
    const userId = readId('user', user_id)
    const transferred = userId ? await this.change.transfer(this.subject(ctx, userId)) : notFound
    if (transferred.ok) tell(ctx, 'success', 'customers.team.transferred')
    else tell(ctx, 'error', `customers.team.refused.${transferred.error.type}`)
    tokenCallers.forget()
    return ctx.response.redirect().toPath('/team')
  }

  private subject(ctx: HttpContext, userId: string) {
    return { customerId: ownCustomer(ctx), userId, by: ctx.caller! }
  }
}

const notFound: Result<void, TeamChangeRefusal> = { ok: false, error: { type: 'member_not_found' } }
