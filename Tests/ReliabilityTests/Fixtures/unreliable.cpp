// Put before libc with LD_PRELOAD: the first UNRELIABLE_LOOKUPS name lookups fail as they do when a name server does not
// answer, later ones of names in .test give 127.0.0.1; of UNRELIABLE_CONNECTS connections one is refused.
#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <atomic>

static int number(const char* name) {
  const char* text = getenv(name);
  return text ? atoi(text) : 0;
}

extern "C" int getaddrinfo(const char* node, const char* service, const addrinfo* hints, addrinfo** result) {
  static auto real = reinterpret_cast<decltype(&getaddrinfo)>(dlsym(RTLD_NEXT, "getaddrinfo"));
  static std::atomic<int> count{0};
  size_t length = node ? strlen(node) : 0;
  if (length < 5 || strcmp(node + length - 5, ".test") != 0) return real(node, service, hints, result);
  if (++count <= number("UNRELIABLE_LOOKUPS")) return EAI_AGAIN;
  return real("127.0.0.1", service, hints, result);
}

extern "C" int connect(int socket, const sockaddr* address, socklen_t size) {
  static auto real = reinterpret_cast<decltype(&connect)>(dlsym(RTLD_NEXT, "connect"));
  static std::atomic<int> count{0};
  int oneIn = number("UNRELIABLE_CONNECTS");
  if (address->sa_family == AF_INET && oneIn > 0 && ++count % oneIn == oneIn / 2) {
    errno = ECONNREFUSED;
    return -1;
  }
  return real(socket, address, size);
}
