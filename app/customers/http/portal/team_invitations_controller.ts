import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { ownCustomer, tell } from '#app/shared/http/portal_answers'
import { refuseField } from '#app/shared/http/refuse_field'
import { readId } from '#app/shared/ids'
import { Invite, mayTry, RevokeInvitation } from '#app/identity/index'
import { readChosenServices } from '#app/customers/http/chosen_services'
import { inviteToTeam } from '#app/customers/http/validators/team_validators'

/** Invitations into the customer's team. */
@inject()
export default class TeamInvitationsController {
  constructor(
    private invite: Invite,
    private revoke: RevokeInvitation
  ) {}

  async store(ctx: HttpContext) {
    const { email, permissions, service_ids } = await ctx.request.validateUsing(inviteToTeam)
    if (!(await mayTry(ctx, 'invite', ownCustomer(ctx))))
      refuseField('email', ctx.i18n.t('identity.too_many_tries'))
    const to = { customerId: ownCustomer(ctx), permissions, serviceIds: readChosenServices(service_ids) }
    const invited = await this.invite.execute({ email, to, by: ctx.caller! })
    if (!invited.ok) {
      const field = invited.error.type === 'not_yours_to_give' ? 'permissions' : 'email'
      refuseField(field, ctx.i18n.t(`customers.team.refused.${invited.error.type}`))
    }
    tell(ctx, 'success', 'customers.team.invited', { email })
    return ctx.response.redirect().toPath('/team')
  }

  async destroy(ctx: HttpContext) {
    const id = readId('invitation', ctx.params.id)
    const by = { customerId: ownCustomer(ctx), userId: ctx.caller!.userId }
    const revoked = id ? await this.revoke.execute(id, by) : null
    if (revoked?.ok) tell(ctx, 'success', 'customers.team.invitation_revoked')
    else tell(ctx, 'error', 'customers.team.refused.invitation_not_found')
    return ctx.response.redirect().toPath('/team')
  }
}
