import type { HttpContext } from '@adonisjs/core/http'
import type { StaffEntrance } from '#app/shared/database/context'
import { forgetHosts } from '#app/shared/database/tenant_directory'
import { refuseField } from '#app/shared/http/refuse_field'
import { unreachable } from '#app/shared/result'
import type { SetStaffEntrance } from '#app/identity/actions/set_staff_entrance'
import { type EntranceChangeRefusal, refuseLockOut } from '#app/identity/domain/staff_entrance'
import { accessOf, assertedBy } from '#app/identity/http/staff_gate'
import { showStaffEntrance } from '#app/identity/http/transformers/security_transformers'
import { setStaffEntrance } from '#app/identity/http/validators/identity_validators'
import { findUser } from '#app/identity/queries/find_user'

/** The entrance of staff as the person who asks sees it. */
export function describeEntrance(ctx: HttpContext, entrance: StaffEntrance = ctx.host.tenant.staffEntrance) {
  const isOfInstallation = accessOf({ ...entrance, access: null }) !== null
  return showStaffEntrance(entrance, isOfInstallation, ctx.request.ip())
}

/** Changes it as a form or a program wants it, unless whoever asks would stand outside then. */
export async function changeEntrance(ctx: HttpContext, set: SetStaffEntrance): Promise<StaffEntrance> {
  const { access, networks, idle_minutes, session_hours } = await ctx.request.validateUsing(setStaffEntrance)
  const wanted = { access, networks, idleMinutes: idle_minutes, sessionHours: session_hours }
  const { email } = (await findUser(ctx.caller!.userId))!
  const assertion = access && (await assertedBy(ctx.request.headers(), access))
  const refusal = refuseLockOut(wanted, { ip: ctx.request.ip(), email, assertion })
  if (refusal) refuse(ctx, refusal)
  await set.execute(wanted)
  forgetHosts()
  return wanted
}

function refuse({ i18n }: HttpContext, refusal: EntranceChangeRefusal): never {
  switch (refusal.type) {
    case 'locks_out_network':
      return refuseField('networks', i18n.t('identity.entrance.locks_out_network', { ip: refusal.ip }))
    case 'locks_out_access': {
      const reason = i18n.t(`identity.entrance.reason.${refusal.reason}`)
      return refuseField('access', i18n.t('identity.entrance.locks_out_access', { reason }))
    }
    default:
      return unreachable(refusal)
  }
}
