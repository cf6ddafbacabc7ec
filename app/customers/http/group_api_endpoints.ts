import type { Endpoint } from '#app/shared/http/endpoint'
import { customerGroupShape, groupOfCustomerShape } from '#app/customers/http/transformers/group_transformers'
import {
  changedGroupForm,
  listGroupsQuery,
  moveCustomerForm,
  newGroupForm,
} from '#app/customers/http/validators/group_validators'

const Groups = () => import('#app/customers/http/api/customer_groups_controller')
const Groupings = () => import('#app/customers/http/api/customer_groupings_controller')

const group = 'Customer groups'
const read = 'staff:customers:read'
const write = 'staff:customers:write'
const codeTaken = { status: 422, code: 'code_taken', when: 'another group has the code.' }

export const groupEndpoints: Endpoint[] = [
  {
    method: 'GET', path: '/customer_groups', name: 'customer_groups.index', group, audience: 'staff', ability: read,
    summary: 'List groups of customers, newest first', controller: [Groups, 'index'], query: listGroupsQuery,
    answers: { status: 200, shape: customerGroupShape, isList: true },
  },
  {
    method: 'GET', path: '/customer_groups/:id', name: 'customer_groups.show', group, audience: 'staff', ability: read,
    summary: 'Show a group of customers', controller: [Groups, 'show'], answers: { status: 200, shape: customerGroupShape },
  },
  {
    method: 'POST', path: '/customer_groups', name: 'customer_groups.store', group, audience: 'staff', ability: write,
    summary: 'Make a group of customers', controller: [Groups, 'store'], body: newGroupForm,
    answers: { status: 201, shape: customerGroupShape }, isIdempotent: true, problems: [codeTaken],
  },
  {
    method: 'PATCH', path: '/customer_groups/:id', name: 'customer_groups.update', group, audience: 'staff', ability: write,
    summary: 'Give a group another name or code; whoever saw an older version is refused', controller: [Groups, 'update'],
    body: changedGroupForm, answers: { status: 200, shape: customerGroupShape },
    problems: [codeTaken, { status: 409, code: 'group_changed_meanwhile', when: 'somebody changed it since it was read.' }],
  },
  {
    method: 'DELETE', path: '/customer_groups/:id', name: 'customer_groups.destroy', group, audience: 'staff', ability: write,
    summary: 'Remove a group that no customer is in', controller: [Groups, 'destroy'],
    answers: { status: 200, shape: customerGroupShape },
    problems: [{ status: 409, code: 'group_in_use', when: 'customers are in it.' }],
  },
  {
    method: 'GET', path: '/customers/:id/group', name: 'customers.group.show', group, audience: 'staff', ability: read,
    summary: 'Show which group a customer is in', controller: [Groupings, 'show'],
    answers: { status: 200, shape: groupOfCustomerShape },
  },
  {
    method: 'PUT', path: '/customers/:id/group', name: 'customers.group.update', group, audience: 'staff', ability: write,
    summary: 'Put a customer into a group, or with null out of any', controller: [Groupings, 'update'], body: moveCustomerForm,
    answers: { status: 200, shape: groupOfCustomerShape },
    problems: [{ status: 422, code: 'group_not_found', when: 'there is no such group.' }],
  },
] // prettier-ignore
