// Table of data: one row per route.
import { pageQuery } from '#app/shared/http/common_rules'
import type { Endpoint } from '#app/shared/http/endpoint'
import { approvalShape } from '#app/provisioning/http/transformers/approval_transformer'
import { staffOperationShape } from '#app/provisioning/http/transformers/operation_transformer'
import { decideApprovalBody } from '#app/provisioning/http/validators/approval_validators'

const Approvals = () => import('#app/provisioning/http/api/approvals_controller')

export const approvalEndpoints: Endpoint[] = [
  {
    method: 'GET', path: '/approvals', name: 'approvals.index', group: 'Operations', audience: 'staff', ability: 'staff:operations:read',
    summary: 'List services that wait until staff approve their set-up, longest first',
    controller: [Approvals, 'index'], query: pageQuery, answers: { status: 200, shape: approvalShape, isList: true },
  },
  {
    method: 'POST', path: '/operations/:id/approval', name: 'operations.approval.store', group: 'Operations', audience: 'staff', ability: 'staff:operations:write',
    summary: 'Approve the set-up of a service, or refuse it: then its order fails and what was authorised is let go',
    controller: [Approvals, 'store'], body: decideApprovalBody, answers: { status: 200, shape: staffOperationShape },
    problems: [
      { status: 404, code: 'operation_not_found', when: 'there is no such operation.' },
      { status: 409, code: 'nothing_to_decide', when: 'it does not wait for approval.' },
    ],
  },
] // prettier-ignore
