import type { Step } from '#app/provisioning/actions/steps/step'

/** Nothing is taken from the panel before staff have agreed. What was called off meanwhile is not waited for. */
export const awaitApproval: Step = async ({ operation, service }) => {
  if (service.desired === 'gone') {
    return { type: 'fatal', problem: { type: 'no_longer_wanted', message: 'The order was called off.' } }
  }
  const { approval, approvalNote } = operation.input
  switch (approval) {
    case undefined:
    case 'given':
      return { type: 'done' }
    case 'asked':
      return {
        type: 'wait',
        problem: { type: 'awaits_approval', message: 'Staff have to approve the order first.' },
      }
    case 'refused':
      return {
        type: 'fatal',
        problem: { type: 'refused_by_staff', message: approvalNote || 'The order was not approved.' },
      }
  }
}
