# SPDX-License-Identifier: Apache-2.0
"""Does forbidden_symbols.py find what it is for, and nothing else?"""

import unittest

from forbidden_symbols import OWN, PROOF, faults

FORBIDDEN = """
malloc calloc realloc free sbrk _sbrk _malloc_r _calloc_r _realloc_r _free_r __malloc_lock strdup
printf fprintf sprintf snprintf vsnprintf vfprintf _vfprintf_r _svfprintf_r __d_vfprintf iprintf
sscanf puts putchar
__aeabi_dadd __aeabi_dsub __aeabi_dmul __aeabi_ddiv __aeabi_fadd __aeabi_fmul __aeabi_fdiv
__aeabi_dcmplt __aeabi_cdcmple __aeabi_cdrcmple __aeabi_cfcmpeq __aeabi_cfrcmple __aeabi_fcmpeq
__aeabi_d2iz __aeabi_d2uiz __aeabi_f2d __aeabi_d2f __aeabi_i2d __aeabi_ui2d __aeabi_l2d __aeabi_ul2d __aeabi_i2f __aeabi_ui2f
__adddf3 __subdf3 __muldf3 __divdf3 __addsf3 __divsf3 __multf3 __negdf2 __eqdf2 __ltsf2 __unorddf2
__fixdfsi __fixunsdfdi __floatsidf __floatunsisf __floatdidf __extendsfdf2 __truncdfsf2 __trunctfdf2
strtod atof
""".split()

HARMLESS = """
mbedtls_calloc mbedtls_free mbedtls_ssl_free pbuf_free mem_free mem_malloc memp_malloc memp_free
__aeabi_uldivmod __aeabi_ldivmod __aeabi_lmul __divdi3 __udivdi3 __umoddi3 __clzsi2 __fixture
tc3_decimal_format memcpy strlen panel_line_write board_console_put
""".split()


class ForbiddenSymbols(unittest.TestCase):
    """The shapes of names."""

    def test_each_forbidden_name_is_found(self):
        for name in FORBIDDEN:
            with self.subTest(name=name):
                self.assertTrue(faults({name} | PROOF))

    def test_harmless_names_pass(self):
        self.assertEqual(faults(set(HARMLESS) | OWN | PROOF), [])

    def test_an_image_without_the_library_is_no_proof(self):
        self.assertTrue(faults({"main"}))


if __name__ == "__main__":
    unittest.main()
