import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { tell } from '#app/shared/http/portal_answers'
import { refuseField } from '#app/shared/http/refuse_field'
import { readId } from '#app/shared/ids'
import { Invite } from '#app/identity/actions/invite'
import { RevokeInvitation } from '#app/identity/actions/revoke_invitation'
import { inviteStaff } from '#app/identity/http/validators/identity_validators'

/** Invitations to work for the tenant. */
@inject()
export default class StaffInvitationsController {
  constructor(
    private invite: Invite,
    private revoke: RevokeInvitation
  ) {}

  async store(ctx: HttpContext) {
    const { email, roles } = await ctx.request.validateUsing(inviteStaff)
    const invited = await this.invite.execute({ email, to: { customerId: null, roles }, by: ctx.caller! })
    if (!invited.ok) {
      const field = invited.error.type === 'already_there' ? 'email' : 'roles'
      refuseField(field, ctx.i18n.t(`identity.staff.refused.${invited.error.type}`))
    }
    tell(ctx, 'success', 'identity.staff.invited', { email })
    return ctx.response.redirect().toPath('/staff')
  }

  async destroy(ctx: HttpContext) {
    const id = readId('invitation', ctx.params.id)
    const by = { customerId: null, userId: ctx.caller!.userId }
    const revoked = id ? await this.revoke.execute(id, by) : null
    if (revoked?.ok) tell(ctx, 'success', 'identity.staff.invitation_revoked')
    else tell(ctx, 'error', 'identity.staff.refused.invitation_not_found')
    return ctx.response.redirect().toPath('/staff')
  }
}
