// Table of data: the demo's workspaces, whose plans are groups of the sandbox's installation.
import type { DemoProduct } from '#app/catalogue/domain/demo_product'

export const workspaces: DemoProduct = {
  slug: 'workspaces',
  kind: 'workspace',
  panelDriver: 'kasm',
  name: 'Cloud workspace',
  tagline: 'A desktop in your browser, on any device.',
  description:
    'Start Ubuntu, Debian, a browser or an editor in seconds, and leave nothing behind when you close it. Nothing to install: a tab is enough. Paid for only once it is there.',
  translations: {
    de: {
      name: 'Cloud-Arbeitsplatz',
      tagline: 'Ein Desktop im Browser, auf jedem Gerät.',
      description:
        'Starten Sie Ubuntu, Debian, einen Browser oder einen Editor in Sekunden, und lassen Sie beim Schließen nichts zurück. Nichts zu installieren: ein Tab genügt. Bezahlt wird erst, wenn er da ist.',
    },
  },
  plans: [
    {
      slug: 'workspace-solo',
      name: 'Workspace Solo',
      description: 'One desktop at a time, eight hours each.',
      spec: { sessions: 1, sessionMinutes: 480, storageGb: 0, cpuCores: 2, memoryMb: 2640 },
      panelPackage: 'Workspace Solo',
      monthly: { EUR: 900, USD: 1000, GBP: 800 },
      isRecommended: true,
      translations: { de: { description: 'Ein Desktop zur selben Zeit, je acht Stunden.' } },
    },
    {
      slug: 'workspace-plus',
      name: 'Workspace Plus',
      description: 'Three desktops at a time, twelve hours each.',
      spec: { sessions: 3, sessionMinutes: 720, storageGb: 0, cpuCores: 2, memoryMb: 2640 },
      panelPackage: 'Workspace Plus',
      monthly: { EUR: 1900, USD: 2100, GBP: 1700 },
      isRecommended: false,
      translations: { de: { description: 'Drei Desktops zur selben Zeit, je zwölf Stunden.' } },
    },
  ],
  options: [
    {
      code: 'image',
      name: 'First image',
      help: 'What the button on your page starts first. Every other image is there as well.',
      translations: {
        de: {
          name: 'Erstes Abbild',
          help: 'Was der Knopf auf Ihrer Seite zuerst startet. Alle anderen Abbilder sind auch da.',
        },
      },
      kind: 'choice',
      maximum: 1,
      monthly: null,
      values: [
        {
          code: 'ubuntu',
          name: 'Ubuntu',
          group: 'Desktop',
          spec: { template: 'Ubuntu Jammy' },
          isDefault: true,
        },
        { code: 'debian', name: 'Debian', group: 'Desktop', spec: { template: 'Debian Bookworm' } },
        { code: 'chrome', name: 'Chrome', group: 'Browser', spec: { template: 'Chrome' } },
        {
          code: 'code',
          name: 'Visual Studio Code',
          group: 'Editor',
          spec: { template: 'Visual Studio Code' },
        },
      ],
    },
  ],
}
