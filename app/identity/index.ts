/** The door of identity: people who sign in, staff, memberships, sessions and API tokens. */
export { makeToken, tokenPrefix } from '#app/identity/domain/api_token'
export { abilitiesOfPermissions, type MemberPermission } from '#app/identity/domain/permissions'
export { abilitiesOfRoles, isStaffRole, staffRoles, type StaffRole } from '#app/identity/domain/roles'
