import type { Endpoint } from '#app/shared/http/endpoint'
import { disputeShape, disputeWithFilesShape } from '#app/payments/http/transformers/dispute_transformers'
import {
  disputeFileForm,
  evidenceForm,
  listDisputesQuery,
} from '#app/payments/http/validators/dispute_validators'

const Disputes = () => import('#app/payments/http/api/disputes_controller')
const Evidence = () => import('#app/payments/http/api/dispute_evidence_controller')

const noDispute = { status: 404, code: 'dispute_not_found', when: 'there is no such dispute.' }
const sealed = { status: 409, code: 'evidence_sealed', when: 'it was handed in, or the dispute is over.' }
const notOpen = {
  status: 409,
  code: 'not_open',
  when: 'the dispute was answered, is over, or its deadline has passed.',
}
const answer = { status: 200, shape: disputeWithFilesShape } as const

export const disputeEndpoints: Endpoint[] = [
  {
    method: 'GET', path: '/disputes', name: 'staff.disputes.index', group: 'Disputes', audience: 'staff', ability: 'staff:billing:read',
    summary: 'List disputes, newest first, or those that wait for an answer, the first deadline first',
    controller: [Disputes, 'index'], query: listDisputesQuery, answers: { status: 200, shape: disputeShape, isList: true },
  },
  {
    method: 'GET', path: '/disputes/:id', name: 'staff.disputes.show', group: 'Disputes', audience: 'staff', ability: 'staff:billing:read',
    summary: 'Show a dispute with its evidence and the names of its files', controller: [Disputes, 'show'], answers: answer, problems: [noDispute],
  },
  {
    method: 'POST', path: '/disputes/:id/refreshes', name: 'staff.disputes.refreshes.store', group: 'Disputes', audience: 'staff',
    ability: 'staff:billing:write', summary: 'Ask the gateway where a dispute stands', controller: [Disputes, 'refresh'], answers: answer, problems: [noDispute],
  },
  {
    method: 'PUT', path: '/disputes/:id/evidence', name: 'staff.disputes.evidence.update', group: 'Disputes', audience: 'staff',
    ability: 'staff:billing:write', summary: 'Write down what is to be said against a dispute',
    controller: [Evidence, 'update'], body: evidenceForm, answers: answer, problems: [noDispute, sealed],
  },
  {
    method: 'POST', path: '/disputes/:id/files', name: 'staff.disputes.files.store', group: 'Disputes', audience: 'staff',
    ability: 'staff:billing:write', summary: 'Add a file to the evidence, as a form sends it (field `file`): PDF, PNG or JPEG of at most 2 MB',
    controller: [Evidence, 'addFile'], body: disputeFileForm, answers: { status: 201, shape: disputeWithFilesShape },
    problems: [
      noDispute, sealed,
      { status: 422, code: 'file_empty', when: 'no file was sent.' },
      { status: 422, code: 'file_type', when: 'it is no PDF, PNG or JPEG.' },
      { status: 422, code: 'file_infected', when: 'a virus was found in it.' },
      { status: 422, code: 'file_not_scanned', when: 'the virus scanner of this installation does not answer: send it again later.' },
      { status: 422, code: 'file_too_large', when: 'it is larger than 2 MB, or a picture of more than 25 million pixels.' },
      { status: 422, code: 'files_too_many', when: 'there are ten files already.' },
      { status: 422, code: 'files_too_large', when: 'all together would be larger than 4.5 MB.' },
    ],
  },
  {
    method: 'GET', path: '/disputes/:id/files/:file', name: 'staff.disputes.files.show', group: 'Disputes', audience: 'staff',
    ability: 'staff:billing:read', summary: 'Download a file of the evidence', controller: [Evidence, 'showFile'],
    answers: { status: 200, shape: null, contentType: ['application/pdf', 'image/png', 'image/jpeg'] }, problems: [noDispute],
  },
  {
    method: 'DELETE', path: '/disputes/:id/files/:file', name: 'staff.disputes.files.destroy', group: 'Disputes', audience: 'staff',
    ability: 'staff:billing:write', summary: 'Take a file out of the evidence', controller: [Evidence, 'removeFile'], answers: answer,
    problems: [noDispute, sealed],
  },
  {
    method: 'POST', path: '/disputes/:id/answers', name: 'staff.disputes.answers.store', group: 'Disputes', audience: 'staff',
    ability: 'staff:billing:write', summary: 'Hand in the evidence: once, and for good', controller: [Disputes, 'answer'], answers: answer,
    problems: [noDispute, notOpen, { status: 422, code: 'evidence_missing', when: 'something that banks want is missing.' }],
  },
  {
    method: 'POST', path: '/disputes/:id/acceptances', name: 'staff.disputes.acceptances.store', group: 'Disputes', audience: 'staff',
    ability: 'staff:billing:write', summary: 'Give a dispute up: the money stays with the customer', controller: [Disputes, 'accept'], answers: answer,
    problems: [noDispute, notOpen],
  },
] // prettier-ignore
