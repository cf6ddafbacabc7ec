import vine from '@vinejs/vine'
import { showId } from '#app/shared/ids'
import { roleOf, teamRoles } from '#app/identity/domain/team'
import type { Invitation } from '#app/identity/records/invitations'

const roleNames = Object.keys(teamRoles) as (keyof typeof teamRoles)[]

/** An invitation that waits for its answer. Its link is in its mail only. */
export function showTeamInvitation(invitation: Invitation) {
  return {
    ...showCommon(invitation),
    role: roleOf(invitation.grants),
    permissions: invitation.grants,
    service_ids: invitation.service_ids?.map((id) => showId('service', id)) ?? null,
  }
}

export function showStaffInvitation(invitation: Invitation) {
  return { ...showCommon(invitation), roles: invitation.grants }
}

function showCommon({ id, email, created_at, expires_at }: Invitation) {
  return {
    id: showId('invitation', id),
    email: email ?? '',
    created_at: created_at.toISOString(),
    expires_at: expires_at.toISOString(),
  }
}

const common = {
  id: vine.string(),
  email: vine.string(),
  created_at: vine.string(),
  expires_at: vine.string(),
}

export const teamInvitationShape = vine.create({
  ...common,
  role: vine.enum(roleNames).nullable(),
  permissions: vine.array(vine.string()),
  /** The services that the member will see; null for all. */
  service_ids: vine.array(vine.string()).nullable(),
})

export const staffInvitationShape = vine.create({ ...common, roles: vine.array(vine.string()) })
