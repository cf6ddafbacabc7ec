import { defineConfig } from '@adonisjs/core/bodyparser'

export default defineConfig({
  allowedMethods: ['POST', 'PUT', 'PATCH', 'DELETE'],
  form: { convertEmptyStringsToNull: true, types: ['application/x-www-form-urlencoded'], limit: '256kb' },
  json: {
    convertEmptyStringsToNull: true,
    types: ['application/json', 'application/problem+json'],
    limit: '256kb',
  },
  // Files are read by the few routes that take one (app/shared/http/read_upload.ts), which hold them to 5 MB.
  multipart: { autoProcess: false, types: ['multipart/form-data'], limit: '6mb' },
  raw: { types: [], limit: '256kb' },
})
