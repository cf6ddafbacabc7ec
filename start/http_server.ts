import { createServer, type RequestListener, type Server } from 'node:http'

type Door = typeof import('#app/payments/http/webhook_door')

/**
 * The web process's server: messages of gateways go to a door of their own, everything else to the framework.
 * @param framework what answers everything else
 */
export function createHttpServer(framework: RequestListener): Server {
  // Loaded when it is first wanted: what it needs is there only once the application has started.
  const state: { door: Door | null } = { door: null }
  const open = async () => (state.door ??= await import('#app/payments/http/webhook_door'))

  return createServer((request, response) => {
    if (!request.url?.startsWith('/webhooks/')) return framework(request, response)
    const enter = (door: Door) => {
      const address = door.readAddress(request)
      if (address) void door.takeInMessage(request, response, address)
      else framework(request, response)
    }
    if (state.door) enter(state.door)
    else void open().then(enter)
  })
}
