/* SPDX-License-Identifier: Apache-2.0 */
#include "options.h"

static void write_options(FILE *out)
{
    const quota_output *output;

    fputs("usage: tc3-quota [OPTION]...\n"
          "\n"
          "Shows the voucher quota pool of a Tencent Cloud reseller (action QueryVoucherPool).\n"
          "\n"
          "Output:\n"
          "  -o, --output FORMAT       one of:\n",
          out);
    for (output = quota_outputs; output->name != NULL; output++) {
        fprintf(out, "                              %-6s %s%s\n", output->name, output->summary,
                output == quota_outputs ? " (the default)" : "");
    }
    fputs("      --language LANGUAGE   of the service's error messages: en-US or zh-CN\n"
          "  -v, --verbose             each phase of a call with its time, on stderr\n"
          "\n"
          "LED panel:\n"
          "      --panel-png FILE      with any format, keep an image of the panel in FILE\n"
          "      --panel-columns N     its width, a multiple of 8 up to 256 (32)\n"
          "      --low PERCENT         of the total, below which the quota is shown as low (10)\n"
          "\n"
          "Repetition, over one connection:\n"
          "      --watch SECONDS       refresh again after a pause of SECONDS, until SIGINT;\n"
          "                            0: no pause but what the rate limit asks for\n"
          "      --count N             end after N refreshes; without --watch there is no pause\n"
          "\n"
          "Limits of one refresh:\n"
          "      --timeout SECONDS     total time, retries and all (30)\n"
          "      --retries N           further attempts after a passing fault, 0 to 20 (2)\n"
          "\n"
          "Connection:\n"
          "      --endpoint HOST       the host to ask, a name or an IPv4 address\n"
          "                            (" TC3_VOUCHER_POOL_HOST ")\n"
          "      --connect-to ADDRESS:PORT\n"
          "                            connect there instead; the host whose certificate is\n"
          "                            verified stays the same\n"
          "      --ca-file FILE        trust the CA certificates in FILE, PEM or DER, instead of\n"
          "                            the built-in ones; a damaged one is an error, one that\n"
          "                            cannot be used is left out with a warning\n"
          "\n"
          "Credentials:\n"
          "      --profile NAME        of the files below (default); not beside keys in the\n"
          "                            environment\n"
          "\n"
          "  -V, --version             the version\n"
          "  -h, --help                this text\n",
          out);
}

static void write_background(FILE *out)
{
    fputs("\n"
          "Credentials are taken from the first of these that has some:\n"
          "  TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY and, if they are temporary,\n"
          "  TENCENTCLOUD_TOKEN in the environment;\n"
          "  ~/.tencentcloud/credentials, section [default] or [NAME]: secret_id, secret_key, "
          "token;\n"
          "  ~/.tccli/default.credential or NAME.credential, as `tccli configure` writes it.\n"
          "A file is read again before each refresh, so the keys in it may be replaced meanwhile.\n"
          "Keys beside which a role is asked for are refused: the role's own are to be given.\n"
          "\n"
          "Environment, besides: HOME, TENCENTCLOUD_CREDENTIALS_FILE (instead of the first file),\n"
          "TCCLI_PROFILE (tccli's profile, if there is no --profile), TENCENTCLOUD_ROLE_ARN and\n"
          "TKE_ROLE_ARN (refused), NO_COLOR (no colour), TERM, LC_ALL, LC_CTYPE, LANG (Unicode\n"
          "or ASCII bars), TZ.\n"
          "\n"
          "Exit status, of the last refresh:\n"
          "   0  success                      6  malformed answer\n"
          "   1  output or image not written  7  the clock is off\n"
          "   2  usage or configuration       8  credentials or permission refused\n"
          "   3  network                      9  rate limited\n"
          "   4  TLS                         10  another error of the service\n"
          "   5  time-out\n"
          "SIGHUP, SIGINT, SIGQUIT and SIGTERM end it as they end any program, unless they are\n"
          "ignored when it starts.\n"
          "\n"
          "Examples:\n"
          "  tc3-quota\n"
          "  tc3-quota --output json | jq .RemainingQuota\n"
          "  tc3-quota --watch 60 --output jsonl >> quota.log\n"
          "  tc3-quota --watch 60 --output panel\n",
          out);
}

void quota_help_write(FILE *out)
{
    write_options(out);
    write_background(out);
}
