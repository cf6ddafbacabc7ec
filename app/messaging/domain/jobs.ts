import { job } from '#app/shared/jobs/job'

export const sendMessage = job<{ messageId: string }>('messaging.send_message', 'normal')
