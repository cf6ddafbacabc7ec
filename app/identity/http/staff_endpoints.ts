import type { Endpoint } from '#app/shared/http/endpoint'
import { staffPersonShape, staffRoleShape } from '#app/identity/http/transformers/identity_transformers'
import {
  securityOverviewShape,
  signInRulesShape,
  staffEntranceShape,
} from '#app/identity/http/transformers/security_transformers'
import { staffInvitationShape } from '#app/identity/http/transformers/team_transformers'
import {
  addStaffMember, changeStaffRoles, inviteStaff, saveStaffRole, setSignInRules, setStaffEntrance,
} from '#app/identity/http/validators/identity_validators' // prettier-ignore

const StaffInvitationsController = () => import('#app/identity/http/api/staff_invitations_controller')
const StaffRolesController = () => import('#app/identity/http/api/staff_roles_controller')
const StaffMembersController = () => import('#app/identity/http/api/staff_members_controller')
const StaffEntranceController = () => import('#app/identity/http/api/staff_entrance_controller')
const SecurityOverviewController = () => import('#app/identity/http/api/security_overview_controller')

/** What concerns those who work for the tenant. */
export const staffEndpoints: Endpoint[] = [
  {
    method: 'GET', path: '/staff-members', name: 'staff_members.index', group: 'Staff', audience: 'staff',
    ability: 'staff:settings:write', summary: 'List who works here',
    controller: [StaffMembersController, 'index'], answers: { status: 200, shape: staffPersonShape, isList: true },
  },
  {
    method: 'POST', path: '/staff-members', name: 'staff_members.store', group: 'Staff', audience: 'staff',
    ability: 'staff:settings:write', summary: 'Add a person to the staff',
    controller: [StaffMembersController, 'store'], body: addStaffMember,
    answers: { status: 201, shape: staffPersonShape },
    problems: [
      { status: 403, code: 'not_yours_to_give', when: 'you would give what you do not have.' },
      { status: 422, code: 'email_taken', when: 'somebody with this address exists.' },
    ],
  },
  {
    method: 'PATCH', path: '/staff-members/:id', name: 'staff_members.update', group: 'Staff', audience: 'staff',
    ability: 'staff:settings:write', summary: 'Give somebody who works here other roles',
    controller: [StaffMembersController, 'update'], body: changeStaffRoles, answers: { status: 200, shape: staffPersonShape },
    problems: [
      { status: 403, code: 'not_yours_to_give', when: 'you would give or take what you do not have.' },
      { status: 409, code: 'last_owner', when: 'nobody would own this business.' },
      { status: 422, code: 'role_unknown', when: 'there is no such role.' },
    ],
  },
  {
    method: 'GET', path: '/staff-roles', name: 'staff_roles.index', group: 'Staff', audience: 'staff',
    ability: 'staff:settings:write', summary: 'List staff roles and what each grants',
    controller: [StaffRolesController, 'index'], answers: { status: 200, shape: staffRoleShape, isList: true },
  },
  {
    method: 'PUT', path: '/staff-roles/:name', name: 'staff_roles.update', group: 'Staff', audience: 'staff',
    ability: 'staff:settings:write', summary: 'Make a role of your own, or say what a role grants here',
    controller: [StaffRolesController, 'update'], body: saveStaffRole, answers: { status: 200, shape: staffRoleShape },
    problems: [
      { status: 403, code: 'not_yours_to_give', when: 'the role grants, or would grant, what you do not have.' },
      { status: 409, code: 'owner_is_fixed', when: 'it is the owner’s.' },
      { status: 422, code: 'label_missing', when: 'a role of your own has no name.' },
    ],
  },
  {
    method: 'DELETE', path: '/staff-roles/:name', name: 'staff_roles.destroy', group: 'Staff', audience: 'staff',
    ability: 'staff:settings:write', summary: 'End a role of your own, or give a usual one back what it usually grants',
    controller: [StaffRolesController, 'destroy'], answers: { status: 204, shape: null },
    problems: [{ status: 409, code: 'role_in_use', when: 'somebody has the role.' }],
  },
  {
    method: 'DELETE', path: '/staff-members/:id', name: 'staff_members.destroy', group: 'Staff', audience: 'staff',
    ability: 'staff:settings:write', summary: "End somebody's work here: they are signed out and their tokens stop working",
    controller: [StaffMembersController, 'destroy'], answers: { status: 204, shape: null },
    problems: [
      { status: 403, code: 'not_yours_to_give', when: 'they may do what you may not.' },
      { status: 409, code: 'last_owner', when: 'nobody would own this business.' },
    ],
  },
  {
    method: 'GET', path: '/staff-invitations', name: 'staff_invitations.index', group: 'Staff', audience: 'staff',
    ability: 'staff:settings:write', summary: 'List invitations to the staff that wait for an answer',
    controller: [StaffInvitationsController, 'index'], answers: { status: 200, shape: staffInvitationShape, isList: true },
  },
  {
    method: 'POST', path: '/staff-invitations', name: 'staff_invitations.store', group: 'Staff', audience: 'staff',
    ability: 'staff:settings:write', summary: 'Invite somebody to the staff by mail; an open invitation for the same address is replaced',
    controller: [StaffInvitationsController, 'store'], body: inviteStaff, answers: { status: 201, shape: staffInvitationShape },
    problems: [
      { status: 403, code: 'not_yours_to_give', when: 'you would give roles beyond your own.' },
      { status: 422, code: 'already_there', when: 'somebody with this address works here.' },
    ],
  },
  {
    method: 'DELETE', path: '/staff-invitations/:id', name: 'staff_invitations.destroy', group: 'Staff', audience: 'staff',
    ability: 'staff:settings:write', summary: 'Take back an invitation to the staff that was not answered',
    controller: [StaffInvitationsController, 'destroy'], answers: { status: 204, shape: null },
  },
  {
    method: 'GET', path: '/security-overview', name: 'security_overview.show', group: 'Staff', audience: 'staff',
    ability: 'staff:settings:write', summary: 'Show who has no second factor, forgotten tokens, and where sign-ins fail from',
    controller: [SecurityOverviewController, 'show'], answers: { status: 200, shape: securityOverviewShape },
  },
  {
    method: 'PUT', path: '/sign-in-rules', name: 'sign_in_rules.update', group: 'Staff', audience: 'staff',
    ability: 'staff:settings:write', summary: 'Say how people may sign in',
    controller: [SecurityOverviewController, 'update'], body: setSignInRules, answers: { status: 200, shape: signInRulesShape },
  },
  {
    method: 'GET', path: '/staff-entrance', name: 'staff_entrance.show', group: 'Staff', audience: 'staff',
    ability: 'staff:settings:write', summary: 'Show what staff pass before they sign in, and how long they stay',
    controller: [StaffEntranceController, 'show'], answers: { status: 200, shape: staffEntranceShape },
  },
  {
    method: 'PUT', path: '/staff-entrance', name: 'staff_entrance.update', group: 'Staff', audience: 'staff',
    ability: 'staff:settings:write', summary: 'Say from which networks staff come, whether Cloudflare Access stands in front, and how long they stay signed in',
    controller: [StaffEntranceController, 'update'], body: setStaffEntrance, answers: { status: 200, shape: staffEntranceShape },
    problems: [{ status: 422, code: 'validation_failed', when: 'this very request would not be let in any more.' }],
  },
] // prettier-ignore
