import { existsSync } from 'node:fs'

/** Loaded before the service and its tools when npm starts them: settings in `.env` hold where the environment has none. */
if (existsSync('.env')) process.loadEnvFile('.env')
