import type { Endpoint } from '#app/shared/http/endpoint'
import { noteEndpoints } from '#app/customers/http/note_api_endpoints'
import { groupEndpoints } from '#app/customers/http/group_api_endpoints'
import { sshKeyEndpoints } from '#app/customers/http/ssh_key_endpoints'
import { customerShape, teamMemberShape } from '#app/customers/http/transformers/customer_transformers'
import { teamInvitationShape } from '#app/identity/index'
import { changeMember, inviteToTeam } from '#app/customers/http/validators/team_validators'
import {
  listCustomersQuery,
  updateCustomer,
  updateCustomerAsStaff,
} from '#app/customers/http/validators/customer_validators'

const OwnCustomerController = () => import('#app/customers/http/api/own_customer_controller')
const OwnTeamController = () => import('#app/customers/http/api/own_team_controller')
const TeamMembersController = () => import('#app/customers/http/api/team_members_controller')
const TeamInvitationsController = () => import('#app/customers/http/api/team_invitations_controller')
const CustomersController = () => import('#app/customers/http/api/customers_controller')
const CustomerTeamsController = () => import('#app/customers/http/api/customer_teams_controller')

const teamProblems = [
  { status: 403, code: 'owners_only', when: 'the member is an owner and you are not.' },
  { status: 403, code: 'not_yours_to_give', when: 'you would give permissions that you do not have.' },
  { status: 409, code: 'last_owner', when: 'the team would have no owner.' },
]
const changeProblems = [
  { status: 422, code: 'tax_id_malformed', when: 'the tax id does not look like one of its country.' },
  { status: 422, code: 'tax_id_mistyped', when: 'the check digits of the tax id do not fit.' },
  { status: 422, code: 'company_name_missing', when: 'a company would have no company name.' },
]

export const endpoints: Endpoint[] = [
  ...sshKeyEndpoints,
  {
    method: 'GET', path: '/customer', name: 'customer.show', group: 'Customer', audience: 'customer', ability: 'account:read',
    summary: 'Show the customer for whom you work: name, address, tax id, currency',
    controller: [OwnCustomerController, 'show'], answers: { status: 200, shape: customerShape },
  },
  {
    method: 'PATCH', path: '/customer', name: 'customer.update', group: 'Customer', audience: 'customer', ability: 'account:write',
    summary: 'Change name, address, company or tax id',
    controller: [OwnCustomerController, 'update'], body: updateCustomer, answers: { status: 200, shape: customerShape },
    problems: changeProblems,
  },
  {
    method: 'GET', path: '/team', name: 'team.index', group: 'Customer', audience: 'customer', ability: 'account:read',
    summary: 'List who works for this customer, with permissions',
    controller: [OwnTeamController, 'index'], answers: { status: 200, shape: teamMemberShape, isList: true },
  },
  {
    method: 'PATCH', path: '/team/members/:id', name: 'team.members.update', group: 'Customer', audience: 'customer', ability: 'team:write',
    summary: 'Give a member of your team other permissions',
    controller: [TeamMembersController, 'update'], body: changeMember, answers: { status: 200, shape: teamMemberShape },
    problems: teamProblems,
  },
  {
    method: 'DELETE', path: '/team/members/:id', name: 'team.members.destroy', group: 'Customer', audience: 'customer', ability: 'team:write',
    summary: 'Remove a member from your team; their sessions end and their tokens stop working',
    controller: [TeamMembersController, 'destroy'], answers: { status: 204, shape: null }, problems: teamProblems,
  },
  {
    method: 'GET', path: '/team/invitations', name: 'team.invitations.index', group: 'Customer', audience: 'customer', ability: 'team:write',
    summary: 'List invitations into your team that wait for an answer',
    controller: [TeamInvitationsController, 'index'], answers: { status: 200, shape: teamInvitationShape, isList: true },
  },
  {
    method: 'POST', path: '/team/invitations', name: 'team.invitations.store', group: 'Customer', audience: 'customer', ability: 'team:write',
    summary: 'Invite somebody into your team by mail; an open invitation for the same address is replaced',
    controller: [TeamInvitationsController, 'store'], body: inviteToTeam, answers: { status: 201, shape: teamInvitationShape },
    problems: [
      { status: 403, code: 'not_yours_to_give', when: 'you would give permissions that you do not have.' },
      { status: 422, code: 'already_there', when: 'somebody with this address belongs to the team.' },
      { status: 429, code: 'too_many_tries', when: 'twenty people were invited within an hour.' },
    ],
  },
  {
    method: 'DELETE', path: '/team/invitations/:id', name: 'team.invitations.destroy', group: 'Customer', audience: 'customer',
    ability: 'team:write', summary: 'Take back an invitation that was not answered',
    controller: [TeamInvitationsController, 'destroy'], answers: { status: 204, shape: null },
  },
  {
    method: 'GET', path: '/customers', name: 'customers.index', group: 'Customers', audience: 'staff', ability: 'staff:customers:read',
    summary: 'List customers, newest first; search by the beginning of a name, company, address or number, or by id',
    controller: [CustomersController, 'index'], query: listCustomersQuery,
    answers: { status: 200, shape: customerShape, isList: true },
  },
  {
    method: 'GET', path: '/customers/:id', name: 'customers.show', group: 'Customers', audience: 'staff',
    ability: 'staff:customers:read', summary: 'Show a customer',
    controller: [CustomersController, 'show'], answers: { status: 200, shape: customerShape },
  },
  {
    method: 'PATCH', path: '/customers/:id', name: 'customers.update', group: 'Customers', audience: 'staff',
    ability: 'staff:customers:write', summary: "Change a customer's name, address, company or tax id",
    controller: [CustomersController, 'update'], body: updateCustomerAsStaff, answers: { status: 200, shape: customerShape },
    problems: changeProblems,
  },
  {
    method: 'GET', path: '/customers/:id/team', name: 'customers.team.index', group: 'Customers', audience: 'staff',
    ability: 'staff:customers:read', summary: 'List who works for a customer',
    controller: [CustomerTeamsController, 'index'], answers: { status: 200, shape: teamMemberShape, isList: true },
  },
  ...noteEndpoints,
  ...groupEndpoints,
] // prettier-ignore
