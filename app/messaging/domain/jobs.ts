import { job } from '#app/shared/jobs/job'

/** `after`: people are told in the order of their ids, so many at a time. */
export const tellOfFactor = job<{
  cause: string
  who: 'trusted' | 'everybody'
  from: string
  after: string | null
}>('messaging.tell_of_factor', 'low')
export const sendMessage = job<{ messageId: string }>('messaging.send_message', 'normal')
