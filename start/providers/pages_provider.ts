import ViteProvider from '@adonisjs/vite/vite_provider'

/**
 * Pages come from their build, in tests as in production. The package's own provider would start a development server in each
 * test process: it takes seconds, a port, and renders other pages than the ones that are shipped.
 */
export default class PagesProvider extends ViteProvider {
  override async start(): Promise<void> {}
  override async shutdown(): Promise<void> {}
}
