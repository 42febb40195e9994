# SPDX-License-Identifier: Apache-2.0
"""The include directories of the ESP-IDF components that the example uses, in ESP-IDF 5.2 to 6.x."""
import subprocess
from pathlib import Path

# Public include directories of a component lie in one of these places.
PLACES = (".", "include", "include/{target}", "{target}/include", "{target}", "include/apps",
          "platform_include", "interface", "etm/include", "port/include", "port/{target}/include",
          "port/{target}/private_include", "dma/include", "ldo/include", "debug_probe/include",
          "mspi_timing_tuning/include", "power_supply/include", "port/{target}/.", "include/soc",
          "include/soc/{target}", "register", "{target}/register")

COMPONENTS = (
    "newlib", "esp_libc", "freertos", "esp_hw_support", "heap", "log", "soc", "hal", "esp_hal_gpio",
    "esp_hal_gpspi", "esp_hal_dma", "esp_hal_clock", "esp_hal_security", "esp_hal_uart",
    "esp_hal_usb", "esp_rom",
    "esp_common", "esp_system", "riscv", "lwip", "pthread", "vfs", "console", "driver",
    "esp_driver_gpio", "esp_driver_spi", "esp_driver_dma", "esp_driver_uart",
    "esp_driver_usb_serial_jtag", "esp_eth",
    "esp_event", "esp_netif", "esp_timer", "esp_wifi", "esp_phy", "wpa_supplicant", "nvs_flash",
    "nvs_sec_provider",
    "esp_partition", "spi_flash", "esp_blockdev", "bootloader_support", "mbedtls", "esp_security",
    "esp_stdio", "efuse", "esp_mm", "esp_pm")

FURTHER = (
    "freertos/config/include", "freertos/config/include/freertos", "freertos/config/riscv/include",
    "freertos/FreeRTOS-Kernel/include", "freertos/FreeRTOS-Kernel/portable/riscv/include",
    "freertos/FreeRTOS-Kernel/portable/riscv/include/freertos",
    "freertos/esp_additions/include", "freertos/esp_additions/include/freertos",
    "heap/tlsf", "lwip/include", "lwip/include/apps", "lwip/include/apps/sntp",
    "lwip/lwip/src/include", "lwip/port/include", "lwip/port/freertos/include",
    "lwip/port/esp32xx/include", "lwip/port/esp32xx/include/arch", "lwip/port/esp32xx/include/sys",
    "mbedtls/mbedtls/include", "mbedtls/mbedtls/library",
    "mbedtls/mbedtls/tf-psa-crypto/include", "mbedtls/mbedtls/tf-psa-crypto/core",
    "mbedtls/mbedtls/tf-psa-crypto/drivers/builtin/include",
    "mbedtls/port/psa_driver/include", "driver/gpio/include",
    "driver/spi/include", "soc/{target}/register", "hal/platform_port/include")


def of(idf, target):
    """Those that exist, in the order in which to search them."""
    names = [f"{component}/{place}" for component in COMPONENTS for place in PLACES]
    found = []
    for name in [*FURTHER, *names]:
        directory = idf / "components" / name.format(target=target)
        if directory.is_dir() and directory not in found:
            found.append(directory)
    return sorted(found, key=lambda path: not is_wrapper(path))


def is_wrapper(path):
    """Directories whose headers wrap others by #include_next, and hence come first."""
    return path.name == "platform_include" or "mbedtls/port/include" in str(path)


def compiles(compiler, options, header):
    """Whether an empty program that includes `header` compiles."""
    probe = subprocess.run([compiler, *options, "-fsyntax-only", "-xc", "-"], text=True,
                           input=f"#include <{header}>\n", capture_output=True, check=False)
    return probe.returncode == 0


def newlib_options(compiler, work):
    """The headers of newlib, of which Debian has only those that all processors share. What Espressif's
    newlib does otherwise: it has POSIX threads, and one pointer there is not constant."""
    headers = Path("/usr/include/newlib")
    if not (headers / "sys/reent.h").exists():
        return []
    changed = work / "newlib/sys"
    changed.mkdir(parents=True, exist_ok=True)
    text = (headers / "sys/reent.h").read_text(encoding="utf-8")
    changed.joinpath("reent.h").write_text(
        text.replace("*const _global_impure_ptr", "* _global_impure_ptr"), encoding="utf-8")
    own = [subprocess.run([compiler, f"-print-file-name={name}"], text=True, capture_output=True,
                          check=True).stdout.strip() for name in ("include", "include-fixed")]
    return ["-nostdinc", "-isystem", own[0], "-isystem", own[1], "-D_POSIX_THREADS=1",
            "-idirafter", str(changed.parent), "-idirafter", str(headers)]


def picolibc_options(work):
    """The headers of picolibc, of which Debian's lacks the POSIX threads that Espressif's has: they
    are those of newlib."""
    newlib = Path("/usr/include/newlib")
    changed = work / "picolibc"
    (changed / "sys").mkdir(parents=True, exist_ok=True)
    if not (newlib / "pthread.h").exists():
        return []
    for name, before in (("pthread.h", "#include <sys/types.h>\n#include <sys/_pthreadtypes.h>\n"),
                         ("sys/_pthreadtypes.h", "#include <time.h>\n")):
        text = (newlib / name).read_text(encoding="utf-8")
        (changed / name).write_text(before + text, encoding="utf-8")
    return ["--specs=picolibc.specs", "-D_POSIX_THREADS=1", "-idirafter", str(changed)]


def compiler_options(compiler, major, work):
    """The C library's headers, unless the compiler finds them itself as Espressif's does: newlib's for
    ESP-IDF 5, picolibc's from 6 on."""
    wanted = "sys/reent.h" if major < 6 else "picolibc.h"
    fallback = newlib_options(compiler, work) if major < 6 else picolibc_options(work)
    for options in ([], fallback):
        if compiles(compiler, options, wanted):
            return options
    raise FileNotFoundError(f"{compiler} finds no <{wanted}> (Debian: libnewlib-dev"
                            + (")" if major < 6 else " and picolibc-riscv64-unknown-elf)"))
