import type { Endpoint } from '#app/shared/http/endpoint'
import { pageQuery } from '#app/shared/http/common_rules'
import { messageShape, messageWithBodyShape } from '#app/messaging/http/transformers/message_transformer'

const MessagesController = () => import('#app/messaging/http/api/messages_controller')
const MessageSendingsController = () => import('#app/messaging/http/api/message_sendings_controller')

const group = 'Messages'

export const endpoints: Endpoint[] = [
  {
    method: 'GET', path: '/messages', name: 'messages.index', group, audience: 'staff', ability: 'staff:customers:read',
    summary: 'List mails to everybody, newest first',
    controller: [MessagesController, 'index'], query: pageQuery,
    answers: { status: 200, shape: messageShape, isList: true },
  },
  {
    method: 'GET', path: '/customers/:id/messages', name: 'customers.messages.index', group, audience: 'staff',
    ability: 'staff:customers:read', summary: 'List mails about a customer, newest first',
    controller: [MessagesController, 'index'], query: pageQuery,
    answers: { status: 200, shape: messageShape, isList: true },
  },
  {
    method: 'GET', path: '/messages/:id', name: 'messages.show', group, audience: 'staff', ability: 'staff:customers:read',
    summary: 'Show a mail with its text',
    controller: [MessagesController, 'show'], answers: { status: 200, shape: messageWithBodyShape },
  },
  {
    method: 'POST', path: '/messages/:id/sendings', name: 'messages.sendings.store', group, audience: 'staff',
    ability: 'staff:customers:write', summary: 'Send a mail once more',
    controller: [MessageSendingsController, 'store'], answers: { status: 202, shape: messageShape }, isIdempotent: true,
    problems: [{ status: 409, code: 'still_queued', when: 'it is on its way already.' }],
  },
] // prettier-ignore
