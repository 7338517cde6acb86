import CCurl
import Glibc

/// An epoll over libcurl's sockets, with a bell that any thread may ring.
final class Watch {
  struct Event {
    let socket: Int32
    /// `CURL_CSELECT_IN`, `_OUT`, `_ERR`, or several.
    let readiness: Int32
  }

  private let poll = epoll_create1(Int32(EPOLL_CLOEXEC))
  private let bell = eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK))
  /// What libcurl waits for. Others that are still in the epoll belong to connections that nobody uses at the moment.
  private var wanted: Set<Int32> = []
  private var ready = [epoll_event](repeating: epoll_event(), count: 128)

  init() {
    var event = epoll_event(events: EPOLLIN.rawValue, data: epoll_data_t(fd: bell))
    let code = epoll_ctl(poll, EPOLL_CTL_ADD, bell, &event)
    // Without descriptors nothing could be sent, and nothing else can be done about it.
    guard poll >= 0, bell >= 0, code == 0 else {
      fatalError("no descriptors for the network: \(String(cString: strerror(errno)))")
    }
  }

  deinit {
    close(poll)
    close(bell)
  }

  func ring() {
    // Fails only where the counter is full, and then it rings already.
    eventfd_write(bell, 1)
  }

  /// Follows libcurl's wish for a socket: `CURL_POLL_IN`, `_OUT`, `_INOUT` or `_REMOVE`.
  func set(_ socket: Int32, _ wish: Int32) -> Bool {
    guard wish != CURL_POLL_REMOVE else {
      // It stays where it is: nearly always, the next request comes before anything happens there. A socket that is
      // closed leaves by itself.
      wanted.remove(socket)
      return true
    }
    wanted.insert(socket)
    var wanted: UInt32 = 0
    if wish & CURL_POLL_IN != 0 { wanted |= EPOLLIN.rawValue }
    if wish & CURL_POLL_OUT != 0 { wanted |= EPOLLOUT.rawValue }
    var event = epoll_event(events: wanted, data: epoll_data_t(fd: socket))
    if epoll_ctl(poll, EPOLL_CTL_MOD, socket, &event) == 0 { return true }
    return errno == ENOENT && epoll_ctl(poll, EPOLL_CTL_ADD, socket, &event) == 0
  }

  func wait(milliseconds: Int32) -> [Event] {
    let count = epoll_wait(poll, &ready, Int32(ready.count), milliseconds)
    guard count > 0 else { return [] }
    var events: [Event] = []
    events.reserveCapacity(Int(count))
    for event in ready[..<Int(count)] {
      guard event.data.fd != bell else {
        var rings: eventfd_t = 0
        eventfd_read(bell, &rings)
        continue
      }
      guard wanted.contains(event.data.fd) else {
        // A server closes a connection that is kept: libcurl finds out when it wants to use it.
        epoll_ctl(poll, EPOLL_CTL_DEL, event.data.fd, nil)
        continue
      }
      var readiness: Int32 = 0
      if event.events & EPOLLIN.rawValue != 0 { readiness |= CURL_CSELECT_IN }
      if event.events & EPOLLOUT.rawValue != 0 { readiness |= CURL_CSELECT_OUT }
      if event.events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0 { readiness |= CURL_CSELECT_ERR }
      events.append(Event(socket: event.data.fd, readiness: readiness))
    }
    return events
  }
}
