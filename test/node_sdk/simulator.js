// SPDX-License-Identifier: Apache-2.0
// Runs tools/simulator for the checks.
'use strict';

const { spawn } = require('child_process');
const fs = require('fs');
const path = require('path');

const SIMULATOR = path.join(__dirname, '..', '..', 'tools', 'simulator');
const START_SECONDS = 120; // a bound, reached only when something is broken

class Simulator {
    // keys: { section: { secret_id, secret_key, token } }
    constructor(folder, keys) {
        this.folder = folder;
        fs.rmSync(folder, { recursive: true, force: true });
        fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
        const file = path.join(folder, 'keys');
        fs.writeFileSync(file, Simulator.ini(keys), { mode: 0o600 });
        this.process = spawn(
            'python3',
            [SIMULATOR, '--state-dir', folder, '--credentials-file', file, '--rate-limit', '0',
                '--exit-on-stdin-close'],
            { stdio: ['pipe', 'ignore', 'inherit'] },
        );
        this.error = null;
        this.process.on('error', (error) => {
            this.error = error;
        });
    }

    static ini(keys) {
        const lines = [];
        for (const [section, values] of Object.entries(keys)) {
            lines.push(`[${section}]`);
            for (const [name, value] of Object.entries(values)) {
                lines.push(`${name} = ${value}`);
            }
        }
        return lines.join('\n') + '\n';
    }

    read(name) {
        return fs.readFileSync(path.join(this.folder, name), 'utf8');
    }

    // Resolves to where it listens: { host, port, ca }.
    async started() {
        const end = Date.now() + START_SECONDS * 1000;
        while (!fs.existsSync(path.join(this.folder, 'ready'))) {
            if (this.error || this.process.exitCode !== null || Date.now() > end) {
                throw new Error(`the simulator did not start${this.error ? `: ${this.error}` : ''}`);
            }
            await new Promise((resolve) => setTimeout(resolve, 20));
        }
        return { host: '127.0.0.1', port: Number(this.read('port')), ca: this.read('ca.pem') };
    }

    scenario(list) {
        const work = path.join(this.folder, 'control.new');
        fs.writeFileSync(work, list);
        fs.renameSync(work, path.join(this.folder, 'control'));
    }

    // What it noted of all requests so far.
    journal() {
        return this.read('requests.jsonl').split('\n').filter(Boolean).map((line) => JSON.parse(line));
    }

    // Ends it; resolves to its exit status.
    stop() {
        return new Promise((resolve) => {
            if (this.error || this.process.exitCode !== null) {
                resolve(this.process.exitCode);
                return;
            }
            this.process.on('exit', (status) => resolve(status));
            this.process.stdin.end();
        });
    }
}

module.exports = Simulator;
