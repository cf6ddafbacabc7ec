import type { Endpoint } from '#app/shared/http/endpoint'
import { groupEndpoints } from '#app/customers/http/group_api_endpoints'
import { pageQuery } from '#app/shared/http/common_rules'
import {
  customerNoteShape,
  customerShape,
  teamMemberShape,
} from '#app/customers/http/transformers/customer_transformers'
import {
  addNote,
  listCustomersQuery,
  updateCustomer,
  updateCustomerAsStaff,
} from '#app/customers/http/validators/customer_validators'

const OwnCustomerController = () => import('#app/customers/http/api/own_customer_controller')
const OwnTeamController = () => import('#app/customers/http/api/own_team_controller')
const CustomersController = () => import('#app/customers/http/api/customers_controller')
const CustomerNotesController = () => import('#app/customers/http/api/customer_notes_controller')
const CustomerTeamsController = () => import('#app/customers/http/api/customer_teams_controller')

const changeProblems = [
  { status: 422, code: 'tax_id_malformed', when: 'the tax id does not look like one of its country.' },
  { status: 422, code: 'tax_id_mistyped', when: 'the check digits of the tax id do not fit.' },
  { status: 422, code: 'company_name_missing', when: 'a company would have no company name.' },
]

export const endpoints: Endpoint[] = [
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
  {
    method: 'GET', path: '/customers/:id/notes', name: 'customers.notes.index', group: 'Customers', audience: 'staff',
    ability: 'staff:customers:read', summary: "List staff's notes about a customer, newest first",
    controller: [CustomerNotesController, 'index'], query: pageQuery,
    answers: { status: 200, shape: customerNoteShape, isList: true },
  },
  {
    method: 'POST', path: '/customers/:id/notes', name: 'customers.notes.store', group: 'Customers', audience: 'staff',
    ability: 'staff:customers:write', summary: 'Write a note about a customer, for staff only',
    controller: [CustomerNotesController, 'store'], body: addNote, answers: { status: 201, shape: customerNoteShape },
    isIdempotent: true,
  },
  ...groupEndpoints,
] // prettier-ignore
